"""How far away, and how badly treated, can a printed symbol still be read? `python -m qr.bench` measures it.

`camera` takes the pictures, `conditions` says what is done to the print and to the picture, `reader` reads,
`payloads` holds texts as long as those of earlier systems, `layouts` one sheet of each kind, and `report`
writes down what `measure` found. Only `reader` needs zxing-cpp. The same seed gives the same figures.
"""
