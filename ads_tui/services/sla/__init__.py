"""SLA: calendars, rules, the clocks of orders and why they are due when they are."""
