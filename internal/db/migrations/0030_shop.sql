-- +goose Up
CREATE TABLE tax_categories (
    id BIGINT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE tax_rates (
    id BIGINT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    category_id BIGINT NOT NULL REFERENCES tax_categories (id),
    name TEXT NOT NULL,
    amount BIGINT NOT NULL, -- millionths
    included_in_price BOOLEAN NOT NULL,
    country TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE contracts (
    id BIGINT PRIMARY KEY,
    flat_delivery_price BIGINT NOT NULL,
    customer_amount BIGINT NOT NULL,
    fee_rate BIGINT NOT NULL, -- millionths
    take_away_fee_rate BIGINT NOT NULL, -- millionths
    variable_delivery_price_enabled BOOLEAN NOT NULL,
    variable_delivery_price_id BIGINT,
    variable_customer_amount_enabled BOOLEAN NOT NULL,
    variable_customer_amount_id BIGINT,
    restaurant_pays_stripe_fee BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- any local business that sells: restaurant, grocery, florist
CREATE TABLE restaurants (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    type TEXT NOT NULL, -- last word of its schema.org type
    description TEXT,
    telephone TEXT,
    website TEXT,
    address_id BIGINT NOT NULL REFERENCES addresses (id),
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    contract_id BIGINT REFERENCES contracts (id),
    hub_id BIGINT,
    enabled BOOLEAN NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('normal', 'rush', 'pledge')),
    cuisines TEXT NOT NULL, -- JSON list
    featured BOOLEAN NOT NULL,
    exclusive BOOLEAN NOT NULL,
    fulfillment_methods TEXT NOT NULL, -- JSON, see shop.FulfillmentMethod
    delivery_perimeter TEXT NOT NULL, -- expression, "distance < 3000"
    preparation_rules TEXT, -- JSON, null: the default table
    rate_limit_amount BIGINT,
    rate_limit_minutes BIGINT,
    quotes_allowed BOOLEAN NOT NULL,
    auto_accept BOOLEAN NOT NULL,
    menu_id BIGINT,
    stripe_account TEXT,
    cash_on_delivery BOOLEAN NOT NULL,
    options TEXT NOT NULL, -- JSON: the flags and credentials of packaging, tills and other payment means
    image TEXT, -- blob name
    banner_image TEXT, -- blob name
    deleted_at BIGINT,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE restaurant_owners (
    restaurant_id BIGINT NOT NULL REFERENCES restaurants (id),
    user_id BIGINT NOT NULL REFERENCES users (id),
    PRIMARY KEY (restaurant_id, user_id)
);

CREATE TABLE closing_rules (
    id BIGINT PRIMARY KEY,
    restaurant_id BIGINT NOT NULL REFERENCES restaurants (id),
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    reason TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX closing_rules_of ON closing_rules (restaurant_id, ends_at);

CREATE TABLE product_options (
    id BIGINT PRIMARY KEY,
    restaurant_id BIGINT REFERENCES restaurants (id),
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    strategy TEXT NOT NULL CHECK (strategy IN ('free', 'option_value')),
    additional BOOLEAN NOT NULL,
    range_lower BIGINT,
    range_upper BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE product_option_values (
    id BIGINT PRIMARY KEY,
    option_id BIGINT NOT NULL REFERENCES product_options (id),
    position BIGINT NOT NULL,
    code TEXT NOT NULL UNIQUE,
    value TEXT NOT NULL,
    price BIGINT NOT NULL,
    enabled BOOLEAN NOT NULL,
    depends_on TEXT NOT NULL, -- JSON list of ids
    metadata TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE products (
    id BIGINT PRIMARY KEY,
    restaurant_id BIGINT REFERENCES restaurants (id),
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    description TEXT,
    enabled BOOLEAN NOT NULL,
    disabled_until BIGINT,
    diets TEXT NOT NULL, -- JSON list
    allergens TEXT NOT NULL, -- JSON list
    reusable_packaging_enabled BOOLEAN NOT NULL,
    reusable_packagings TEXT NOT NULL, -- JSON
    images TEXT NOT NULL, -- JSON list of {ratio, url or blob name}
    metadata TEXT NOT NULL,
    deleted_at BIGINT,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE product_option_links (
    product_id BIGINT NOT NULL REFERENCES products (id),
    option_id BIGINT NOT NULL REFERENCES product_options (id),
    position BIGINT NOT NULL,
    PRIMARY KEY (product_id, option_id)
);

CREATE TABLE product_variants (
    id BIGINT PRIMARY KEY,
    product_id BIGINT NOT NULL REFERENCES products (id),
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    price BIGINT NOT NULL,
    tax_category_id BIGINT NOT NULL REFERENCES tax_categories (id),
    option_values TEXT NOT NULL, -- JSON list of {id, quantity}; [] is the default variant
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX product_variants_of ON product_variants (product_id);

-- menus and their sections share the sequence "taxons"
CREATE TABLE menus (
    id BIGINT PRIMARY KEY,
    restaurant_id BIGINT NOT NULL REFERENCES restaurants (id),
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE menu_sections (
    id BIGINT PRIMARY KEY,
    menu_id BIGINT NOT NULL REFERENCES menus (id),
    position BIGINT NOT NULL,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    description TEXT,
    enabled BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE menu_section_products (
    section_id BIGINT NOT NULL REFERENCES menu_sections (id),
    product_id BIGINT NOT NULL REFERENCES products (id),
    position BIGINT NOT NULL,
    PRIMARY KEY (section_id, product_id)
);

-- several shops at one place that can be ordered from together
CREATE TABLE hubs (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    address_id BIGINT NOT NULL REFERENCES addresses (id),
    contract_id BIGINT REFERENCES contracts (id),
    enabled BOOLEAN NOT NULL,
    fulfillment_methods TEXT NOT NULL, -- JSON, see shop.FulfillmentMethod
    delivery_perimeter TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE reusable_packagings (
    id BIGINT PRIMARY KEY,
    restaurant_id BIGINT REFERENCES restaurants (id),
    name TEXT NOT NULL,
    type TEXT NOT NULL CHECK (type IN ('internal', 'loopeat', 'vytal')),
    price BIGINT NOT NULL,
    on_hand BIGINT NOT NULL,
    on_hold BIGINT NOT NULL,
    tracked BOOLEAN NOT NULL,
    data TEXT NOT NULL, -- JSON
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- selections of shops for the home page
CREATE TABLE shop_collections (
    id BIGINT PRIMARY KEY,
    title TEXT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    shops TEXT NOT NULL, -- JSON list of restaurant ids, in order
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
