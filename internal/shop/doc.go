// Package shop is the local businesses that sell through the co-op and what they sell: restaurants, groceries, florists, their opening
// hours and closures, menus, products, options and variants, contracts and taxes. It owns the tables from tax_categories to
// menu_section_products, and emits restaurant.*, menu.*, product.* and option_value.* events. What an order costs, who brings it and how
// far it is by road is told to it or decided above it. "Restaurant" means any of these businesses, as in the API.
package shop
