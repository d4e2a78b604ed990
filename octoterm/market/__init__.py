"""What the supplier sells: its products, the tariffs of each region, and families of products that
follow one another. Pure."""
