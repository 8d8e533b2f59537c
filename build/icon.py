"""Draws build/icon.png, the icon of the packages: the hinge loss, flat and then rising from its kink. /usr/bin/python3 build/icon.py"""
from PIL import Image, ImageDraw

SIDE, FINE = 128, 8                                     # pixels; drawn FINE times as large, then shrunk, for smooth edges

size = SIDE * FINE
at = lambda x, y: (x * FINE, y * FINE)
icon = Image.new("RGBA", (size, size), (0, 0, 0, 0))
draw = ImageDraw.Draw(icon)
draw.rounded_rectangle((*at(0, 0), *at(127.9, 127.9)), radius=26 * FINE, fill="#1f5fa8")
draw.line([at(18, 100), at(112, 100)], fill="#6f9fd6", width=3 * FINE)
draw.line([at(28, 20), at(28, 110)], fill="#6f9fd6", width=3 * FINE)
flat, kink, high = (110, 84), (72, 84), (22, 34)
for start, end in ((high, kink), (kink, flat)):
    draw.line([at(*start), at(*end)], fill="white", width=10 * FINE)
for x, y in (high, flat):
    draw.ellipse((*at(x - 5, y - 5), *at(x + 5, y + 5)), fill="white")
x, y = kink
draw.ellipse((*at(x - 11, y - 11), *at(x + 11, y + 11)), fill="#ffb703", outline="#1f5fa8", width=3 * FINE)
icon.resize((SIDE, SIDE), Image.LANCZOS).save("build/icon.png", optimize=True)
