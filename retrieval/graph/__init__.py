"""The product graph: which products belong beside a product, how strongly, and why."""
