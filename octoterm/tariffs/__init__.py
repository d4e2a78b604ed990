"""What the supplier charges: agreements, unit rates, standing charges, VAT. Pure."""
