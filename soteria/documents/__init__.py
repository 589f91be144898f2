"""Documents on paper: words filled in from facts, and pages made of them as accessible PDF."""
