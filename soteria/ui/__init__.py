"""The page shell, form drawing, date words and components that every page is made of."""
