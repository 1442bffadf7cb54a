"""A log-log chart of seconds by candidates, as SVG."""

import math
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 800, 470
LEFT, RIGHT, TOP, BOTTOM = 70, 570, 60, 410
INK = "#333333"
GRID = ' stroke="#dddddd"'
LINE_HEIGHT = 15


@dataclass(frozen=True)
class Series:
    """A name, a colour, whether a peer's (dashed and hollow), and points (candidates, seconds)."""

    name: str
    colour: str
    is_peer: bool
    points: tuple[tuple[float, float], ...]


class Scale:
    """Whole powers of ten that hold some values, spread evenly from one place to another."""

    def __init__(self, values, first, last):
        low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
        self.powers = range(low, max(high, low + 1) + 1)
        self.first, self.last = first, last

    def __call__(self, value):
        share = (math.log10(value) - self.powers[0]) / (self.powers[-1] - self.powers[0])
        return self.first + share * (self.last - self.first)


def text(x, y, words, anchor="middle", colour=INK, more=""):
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}"{more}>'
        f"{escape(words)}</text>")


def line(x1, y1, x2, y2, style):
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"{style}/>'


def seconds_label(power):
    return f"{10**power:,}" if power >= 0 else f"{10.0**power:.{-power}f}"


def axes(across, up):
    """Gridlines, their labels and what the axes measure."""
    parts = []
    for power in across.powers:
        x = across(10**power)
        parts += [line(x, TOP, x, BOTTOM, GRID), text(x, BOTTOM + 20, f"{10**power:,}")]
    for power in up.powers:
        y = up(10.0**power)
        parts += [line(LEFT, y, RIGHT, y, GRID), text(LEFT - 8, y + 4, seconds_label(power), "end")]
    middle = (TOP + BOTTOM) / 2
    return parts + [
        text((LEFT + RIGHT) / 2, BOTTOM + 45, "candidates"),
        text(18, middle, "seconds", more=f' transform="rotate(-90 18 {middle:.1f})"'),
    ]


def stroke(series):
    dash = ' stroke-dasharray="5 4"' if series.is_peer else ""
    return f' stroke="{series.colour}" stroke-width="2"{dash}'


def marker(x, y, series):
    fill = "#ffffff" if series.is_peer else series.colour
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{fill}" stroke="{series.colour}"'
        ' stroke-width="2"/>')


def curve(series, across, up):
    places = [(across(x), up(y)) for x, y in series.points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    return [f'<polyline points="{path}" fill="none"{stroke(series)}/>'] + [
        marker(x, y, series) for x, y in places]


def end_labels(all_series, across, up):
    """Each name beside its last point, moved down where it would stand on another."""
    labels, lowest = [], {}
    for series in sorted(all_series, key=lambda series: up(series.points[-1][1])):
        x, y = across(series.points[-1][0]), up(series.points[-1][1])
        y = max(y + 4, lowest.get(x, -math.inf) + LINE_HEIGHT)
        lowest[x] = y
        labels.append(text(x + 10, y, series.name, "start", series.colour))
    return labels


def legend(all_series):
    """What solid and dashed lines are."""
    parts, x = [], LEFT
    for name, is_peer in (("EvalStats", False), ("peer", True)):
        if any(series.is_peer == is_peer for series in all_series):
            key = Series(name, INK, is_peer, ())
            parts.append(line(x, 44, x + 34, 44, stroke(key)))
            parts += [marker(x + 17, 44, key), text(x + 42, 48, name, "start")]
            x += 130
    return parts


def chart(title, all_series):
    """The chart of some series, each of which has a point."""
    points = [point for series in all_series for point in series.points]
    across = Scale([x for x, _ in points], LEFT, RIGHT)
    up = Scale([y for _, y in points], BOTTOM, TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        ' font-family="Helvetica, Arial, sans-serif" font-size="13">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        text(LEFT, 24, title, "start", more=' font-size="16"'),
    ]
    parts += legend(all_series) + axes(across, up)
    for series in all_series:
        parts += curve(series, across, up)
    return "\n".join(parts + end_labels(all_series, across, up) + ["</svg>", ""])
