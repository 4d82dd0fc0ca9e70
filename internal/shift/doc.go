// Package shift owns who works when: shifts with their people and waiting lists, what they are for, the skills they ask for, published weeks,
// templates, time off, availability, the files of employees, what labour law says of a week, and the sums for the payroll.
//
// Tables: shifts, shift_assignments, shift_waits, shift_skills, shift_activities, skills, skill_users, published_weeks, shift_templates,
// holiday_requests, availability_rules, employee_profiles, shift_settings. It gives no task to anybody: being on shift is no task list.
package shift
