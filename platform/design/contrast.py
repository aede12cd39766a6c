"""The contrast of two colours, as WCAG defines it."""


def contrast_with_white(colour: str) -> float:
    """Return the contrast ratio (1–21) of ``#rrggbb`` against white.

    Source: WCAG 2.2, definitions of contrast ratio and relative luminance.

    Raises:
        ValueError: the colour is not written as ``#rrggbb``.
    """
    return 1.05 / (_luminance(colour) + 0.05)


def _luminance(colour: str) -> float:
    if len(colour) != 7 or not colour.startswith("#"):
        raise ValueError(f"“{colour}” is not written as #rrggbb")
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    ]
    weights = (0.2126, 0.7152, 0.0722)
    return sum(w * c for w, c in zip(weights, linear, strict=True))
