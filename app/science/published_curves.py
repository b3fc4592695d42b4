"""Past epidemics, day by day, on which projections are scored. Each names where it was published.

They were divided before any projection was scored: on `TUNING` the damping was chosen, `REPORTED` is what the
tables show. All of them ended, which is a selection that no score can undo.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from app.science.incidence import FloatArray
from app.science.projection_scores import Curve
from app.science.serial_intervals import shifted_gamma


class PublishedCurve(NamedTuple):
    """One epidemic and where its numbers come from."""

    name: str
    source: str
    curve: Curve


INFLUENZA: Final = shifted_gamma(2.6, 1.5)  # Ferguson et al. 2005, Nature 437:209
MEASLES: Final = shifted_gamma(14.9, 3.9)  # Groendyke et al. 2011, Scand J Stat 38:600
SARS: Final = shifted_gamma(8.4, 3.8)  # Lipsitch et al. 2003, Science 300:1966
SMALLPOX: Final = shifted_gamma(22.4, 6.1)  # Riley and Ferguson 2006, PNAS 103:12637
MERS: Final = shifted_gamma(12.6, 2.8)  # Cowling et al. 2015, Euro Surveill 20:21163
EBOLA: Final = shifted_gamma(15.3, 9.3)  # WHO Ebola Response Team 2014, N Engl J Med 371:1481
COVID: Final = shifted_gamma(4.7, 2.9)  # Nishiura et al. 2020, Int J Infect Dis 93:284


def _curve(name: str, source: str, serial_interval: FloatArray, counts: str) -> PublishedCurve:
    return PublishedCurve(name, source, Curve(np.array(counts.split(), dtype=np.float64), serial_interval))


TUNING: Final = (
    _curve(
        "Measles, Hagelloch 1861",
        "Groendyke et al. 2011, Scand J Stat 38:600 (Pfeilsticker 1863); onsets of prodrome from 30 October",
        MEASLES,
        """
        1 0 1 0 0 0 0 0 2 1 0 0 2 1 1 0 2 0 1 1 1 3 15 12 7 5 5 3 5 3 6 12
        18 14 16 13 12 4 6 0 3 0 2 3 3 1 2 0
        """,
    ),
    _curve(
        "SARS, Hong Kong 2003",
        "Cori et al. 2009, PLoS Comput Biol 5:e1000471; onsets, 107 days",
        SARS,
        """
        1 0 0 1 0 0 2 0 2 2 1 1 1 0 0 0 4 1 2 4 13 23 35 26 12 17 19 17 28 23
        27 27 11 21 21 25 31 103 96 69 58 48 33 25 43 37 30 29 28 34 34 32 24 17 16
        23 18 15 11 19 16 9 17 14 6 4 8 9 11 11 11 6 13 3 8 2 4 4 6 4 5 4 8 2
        3 2 5 3 3 4 3 1 2 0 1 3 3 1 1 1 1 1 1 1 0 2 0
        """,
    ),
    _curve(
        "Influenza deaths, Prussia 1918",
        "Peiper 1920, Nishiura 2007, Theor Biol Med Model 4:20; deaths from 29 September",
        shifted_gamma(3.0, 1.5),
        """
        10 4 4 19 6 13 28 23 35 27 42 51 43 78 86 80 109 126 126 159 190 209 161 199
        227 246 269 243 259 264 243 289 247 289 263 230 235 227 208 184 179 139 157 141
        128 142 129 99 109 79 86 73 86 71 80 71 58 56 42 61 48 47 47 40 36 47 31 39
        23 29 27 28 20 30 21 24 28 16 13 15 21 16 17 16 13 32 5 9 14 25 17 15 14
        12 13 23 13 21 12 11 12 7 11 15 12 3 22 8 10 10 6 7 15 15 1 20 2 2 2 17
        16 15 11 3 1 3
        """,
    ),
    _curve(
        "COVID-19, Guangdong 2020",
        "JHU CSSE, CC BY 4.0; reports from 22 January",
        COVID,
        """
        26 6 21 25 33 40 56 70 77 82 99 97 93 88 82 75 64 61 36 28 18 42 22 20 33
        22 6 6 3 1 1 6 3 3 2 0 0 1 1 0 1 0 0 1 1 0 0 0 1 3 0 0 0 4 1 3 6 8
        17 5
        """,
    ),
    _curve(
        "COVID-19, Norway 2020",
        "JHU CSSE, CC BY 4.0; reports from 21 February",
        COVID,
        """
        0 0 0 0 0 1 0 5 9 4 6 7 24 31 21 39 29 29 195 198 104 294 94 131 112 130
        87 196 168 204 267 236 242 221 285 386 260 269 161 196 222 284 223 180 137 178
        221 0 125 103 95 116 78 20 117 156 41 99 42 78 35 147 63 62 36 28 72 61 50
        28 45 26
        """,
    ),
    _curve(
        "Ebola, Kikwit 1995",
        "Khan et al. 1999, J Infect Dis 179:S76; onsets from 1 March",
        EBOLA,
        """
        0 0 0 0 0 1 1 1 0 0 0 0 3 0 0 0 1 1 0 1 0 2 0 1 0 0 0 0 0 0 0 2 0
        1 1 2 1 0 1 1 1 1 1 1 3 0 4 4 1 2 4 2 1 7 4 4 2 4 5 3 11 12 15 7 7
        8 2 5 8 6 8 3 4 7 11 3 12 5 8 3 3 8 4 5 1 3 4 3 1 2 3 1 3 3 4 3 5 2
        2 1 0 2 0 0 2 0 0 0 2 2 0 1 0 0 0 0 0 0 0 0
        """,
    ),
)
"""The damping was chosen on these."""

REPORTED: Final = (
    _curve(
        "Influenza, Baltimore 1918",
        "Frost and Sydenstricker 1919, Public Health Rep 34:491; onsets, 92 days",
        INFLUENZA,
        """
        5 1 6 15 2 3 8 7 2 15 4 17 4 10 31 11 13 36 13 33 17 15 32 27 70 58 32
        69 54 80 405 192 243 204 280 229 304 265 196 372 158 222 141 172 553 148 95 144
        85 143 87 73 70 62 116 44 38 60 45 60 27 51 34 22 16 11 18 11 10 8 13 3 3
        6 6 13 5 6 6 5 5 1 2 2 3 8 4 1 2 3 1 0
        """,
    ),
    _curve(
        "Influenza, Pennsylvania school 2009",
        "Cauchemez et al. 2011, PNAS 108:2825; onsets, 32 days",
        INFLUENZA,
        """
        1 1 0 2 5 3 3 3 6 2 5 9 13 12 13 11 12 6 6 6 3 1 0 2 0 0 0 0 2 0 2 0
        """,
    ),
    _curve(
        "SARS, Canada 2003",
        "Health Canada 2003, Learning from SARS; onsets from 23 February, travellers included",
        SARS,
        """
        1 0 0 1 0 1 0 0 1 0 1 0 1 0 1 1 0 2 3 0 2 2 5 7 9 7 3 4 1 4 5 7 7
        7 7 3 3 5 3 5 7 4 4 2 3 1 1 1 0 0 2 1 3 2 0 1 0 0 1 0 0 1 0 0 0 1
        1 1 0 1 0 0 0 1 0 2 0 3 2 2 1 2 3 4 5 5 4 6 6 4 8 5 6 7 5 9 1 2 3
        1 1 2 0 0 0 2 0 0 0 1
        """,
    ),
    _curve(
        "Smallpox, Kosovo 1972",
        "Fenner et al. 1988, Smallpox and its Eradication, WHO; onsets, 57 days",
        SMALLPOX,
        """
        1 0 0 0 0 0 0 0 0 0 0 0 0 0 1 1 1 2 1 3 0 0 0 0 0 0 0 0 2 1 0 3 8
        8 16 6 20 19 7 4 4 1 0 0 1 3 2 4 0 0 1 1 0 1 1 1 0
        """,
    ),
    _curve(
        "MERS, South Korea 2015",
        "Korea CDC 2015, line list of 16 June; known onsets from 11 May",
        MERS,
        """
        1 0 0 0 0 0 1 1 0 5 6 2 4 2 3 1 2 1 3 5 10 16 11 7 12 9 7 7 6 1 6 3
        0 2 0 1 0
        """,
    ),
    _curve(
        "COVID-19, South Korea 2020",
        "JHU CSSE, CC BY 4.0; reports from 1 February",
        COVID,
        """
        1 3 0 1 3 4 1 0 1 2 1 0 0 0 0 1 1 1 0 73 100 229 169 231 144 284 505 571
        813 586 599 851 435 467 505 448 273 164 35 242 114 110 107 76 74 84 93 152 87
        147 162 0 76 100 104 91 146 105 78 125 101 89 86 94 81 47 47 53 39 27 30 32
        25 27 27 22 22 18 8 13 9 11 14 10 10 10 14 9 4 9 6 13
        """,
    ),
    _curve(
        "COVID-19, Austria 2020",
        "JHU CSSE, CC BY 4.0; reports from 24 February",
        COVID,
        """
        0 2 0 1 0 6 5 4 3 8 12 14 24 25 27 51 64 56 202 151 205 158 314 314 367
        375 426 768 892 809 305 1321 748 614 517 830 562 531 418 395 257 270 246 342 303
        302 311 251 139 96 185 110 140 119 76 78 46 78 52 77 69 77 77 49 83 45 50 79
        27
        """,
    ),
    _curve(
        "COVID-19, Hong Kong 2020",
        "JHU CSSE, CC BY 4.0; reports from 22 January",
        COVID,
        """
        0 2 0 3 3 0 0 2 0 2 1 2 0 2 4 3 1 1 3 9 11 1 3 3 0 1 3 2 1 5 0 1 5
        5 5 7 1 2 1 1 4 0 5 0 2 1 6 1 5 6 3 5 6 5 10 7 19 27 48 17 44 39 30
        24 43 66 42 80 41 32 51 37 43 17 28 24 21 25 13 16 11 4 5 3 5 0 4 3 1 0
        4 4 2 0 2 0 0 0 0 0 2 0
        """,
    ),
)

"""No value of the damping was chosen by these, though their table was looked at between versions of it."""
