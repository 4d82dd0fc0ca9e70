-- +goose Up
-- what people can be on shift for; shifts keep the slug
CREATE TABLE shift_activities (
    id BIGINT PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL,
    color TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
INSERT INTO shift_activities (id, slug, label, created_at, updated_at) VALUES
    (1, 'delivery', 'Delivery', 0, 0), (2, 'dispatch', 'Dispatch', 0, 0), (3, 'administration', 'Administration', 0, 0);
INSERT INTO ids (name, last) VALUES ('shift_activities', 3);

-- what some can do and some shifts ask for
CREATE TABLE skills (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE skill_users (
    skill_id BIGINT NOT NULL REFERENCES skills (id),
    user_id BIGINT NOT NULL REFERENCES users (id),
    PRIMARY KEY (skill_id, user_id)
);
CREATE INDEX skill_users_user ON skill_users (user_id);

CREATE TABLE shifts (
    id BIGINT PRIMARY KEY,
    activity TEXT NOT NULL, -- slug
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    slots BIGINT NOT NULL,
    break_minutes BIGINT NOT NULL,
    comment TEXT,
    created_by BIGINT REFERENCES users (id),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX shifts_starts ON shifts (starts_at);

CREATE TABLE shift_skills (
    shift_id BIGINT NOT NULL REFERENCES shifts (id),
    skill_id BIGINT NOT NULL REFERENCES skills (id),
    PRIMARY KEY (shift_id, skill_id)
);

-- who is on a shift, and when they really worked
CREATE TABLE shift_assignments (
    id BIGINT PRIMARY KEY,
    shift_id BIGINT NOT NULL REFERENCES shifts (id),
    user_id BIGINT NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    worked_from BIGINT,
    worked_to BIGINT,
    worked_break BIGINT NOT NULL, -- minutes
    worked_comment TEXT,
    reported_by BIGINT REFERENCES users (id),
    reported_at BIGINT,
    UNIQUE (shift_id, user_id)
);
CREATE INDEX shift_assignments_user ON shift_assignments (user_id);

-- who waits for a place, in the order of the ids
CREATE TABLE shift_waits (
    id BIGINT PRIMARY KEY,
    shift_id BIGINT NOT NULL REFERENCES shifts (id),
    user_id BIGINT NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    UNIQUE (shift_id, user_id)
);

-- weeks that people may see and apply to
CREATE TABLE published_weeks (
    id BIGINT PRIMARY KEY,
    monday TEXT NOT NULL UNIQUE,
    published_by BIGINT REFERENCES users (id),
    created_at BIGINT NOT NULL
);

CREATE TABLE shift_templates (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    lines TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE holiday_requests (
    id BIGINT PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES users (id),
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'approved', 'rejected')),
    comment TEXT,
    actioned_by BIGINT REFERENCES users (id),
    actioned_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX holiday_requests_user ON holiday_requests (user_id, state);

CREATE TABLE availability_rules (
    id BIGINT PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES users (id),
    type TEXT NOT NULL CHECK (type IN ('available', 'unavailable')),
    day_of_week BIGINT NOT NULL, -- 1 is Monday
    start_time TEXT NOT NULL,
    end_time TEXT NOT NULL,
    comment TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX availability_rules_user ON availability_rules (user_id);

CREATE TABLE employee_profiles (
    id BIGINT PRIMARY KEY,
    user_id BIGINT NOT NULL UNIQUE REFERENCES users (id),
    contract_start TEXT,
    date_of_birth TEXT,
    street TEXT,
    postal_code TEXT,
    locality TEXT,
    country TEXT,
    salary_type TEXT CHECK (salary_type IN ('hourly', 'monthly')),
    salary_amount BIGINT, -- hundredths
    weekly_hours BIGINT, -- hundredths
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- how schedules are made and which rules of labour law are looked at: one row
CREATE TABLE shift_settings (
    id BIGINT PRIMARY KEY,
    body TEXT NOT NULL
);
