made by real_sparse.py                                                  pattern_
             3             1             2             0             0
PUA                        6             8            23             0
(13I6)          (16I5)          (5E15.8)                                
     1     1     3     8    11    15    17    21    24
    1    3    2    3    4    5    6    2    4    6    1    2    4    6    5    6
    2    3    5    6    2    3    4
