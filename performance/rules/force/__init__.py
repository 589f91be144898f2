"""An invented force: what is made of each case, from a seed and its number alone. Plain Python, no clock.

Sizes and shares are fitted to published figures where there are any, and are our own elsewhere; nobody in it exists.
"""
