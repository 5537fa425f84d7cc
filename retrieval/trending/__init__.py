"""What is hot and what is rising in a shop, from sales, ratings, reviews and events."""
