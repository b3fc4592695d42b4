"""The sea east of Viet Nam and its islands: what a map published in the country names and shows.

Drawn by hand, longitude and latitude in degrees, to about a tenth of a degree. Viet Nam's own coast is not
here: it comes from the provinces that are imported, so the line of the mainland runs well inside them.
"""

from __future__ import annotations

from typing import Final

Point = tuple[float, float]

FRAME: Final = (102.0, 4.5, 118.0, 23.5)
"""West, south, east, north: as the national map has it (Circular 47/2014/TT-BTNMT, article 13)."""

MAINLAND: Final[tuple[Point, ...]] = (
    # Gulf of Thailand, from the west of the frame to Ha Tien
    *(
        (101.0, 12.6),
        (101.8, 12.65),
        (102.5, 12.05),
        (102.9, 11.6),
        (103.0, 11.1),
        (103.5, 10.6),
        (104.3, 10.5),
    ),
    # inside Viet Nam, from Ha Tien round the cape and north to the Chinese frontier
    *((104.7, 10.4), (105.1, 10.0), (105.2, 9.3), (105.7, 9.6), (106.1, 10.0), (106.5, 10.6), (107.2, 10.8)),
    *(
        (107.9, 11.2),
        (108.6, 11.8),
        (108.9, 12.5),
        (108.9, 13.6),
        (108.5, 14.8),
        (108.0, 15.6),
        (107.3, 16.2),
    ),
    *(
        (106.8, 16.8),
        (106.2, 17.5),
        (105.7, 18.3),
        (105.4, 19.0),
        (105.6, 19.7),
        (106.1, 20.5),
        (106.7, 21.1),
    ),
    *((107.4, 21.4), (108.0, 21.6)),
    # China to the north-east corner
    *(
        (109.1, 21.5),
        (109.6, 21.4),
        (109.8, 20.4),
        (110.3, 20.3),
        (110.5, 21.2),
        (112.0, 21.8),
        (113.4, 22.1),
    ),
    *((114.2, 22.3), (115.5, 22.7), (116.7, 23.2), (117.6, 23.8), (118.5, 24.6), (101.0, 24.6)),
)
ISLANDS: Final[tuple[tuple[Point, ...], ...]] = (
    ((108.7, 19.3), (109.6, 18.2), (110.5, 18.7), (111.0, 19.7), (110.6, 20.1), (109.6, 20.0)),
    (
        (113.9, 4.0),
        (114.0, 4.6),
        (115.0, 5.0),
        (115.6, 5.7),
        (116.7, 7.0),
        (117.7, 6.4),
        (118.5, 5.8),
        (118.5, 4.0),
    ),
    ((117.2, 8.4), (118.5, 9.9), (118.5, 9.2), (117.5, 8.3)),
    ((101.0, 6.9), (102.1, 6.2), (103.1, 5.4), (103.5, 4.4), (101.0, 4.4)),
)
"""Others' coasts within the frame: Hainan, Borneo, Palawan, the Malay Peninsula. No frontier is drawn."""

EAST_SEA: Final[Point] = (113.2, 14.8)
HOANG_SA: Final[Point] = (112.1, 17.9)
HOANG_SA_ISLANDS: Final[tuple[Point, ...]] = (
    *((112.338, 16.834), (112.732, 16.668), (111.607, 16.535)),
    *((111.507, 16.447), (111.767, 16.058), (111.202, 15.783)),
)
TRUONG_SA: Final[Point] = (113.8, 12.6)
TRUONG_SA_ISLANDS: Final[tuple[Point, ...]] = (
    *((114.331, 11.429), (114.285, 11.053), (115.02, 11.08), (115.804, 10.733), (114.366, 10.377)),
    *((114.364, 10.181), (114.33, 9.886), (113.69, 8.97), (112.23, 8.85), (113.98, 8.81)),
    *((111.92, 8.645), (113.31, 8.18), (112.92, 7.892)),
)
"""Where each name is written, and the larger islands and reefs that it stands for."""
