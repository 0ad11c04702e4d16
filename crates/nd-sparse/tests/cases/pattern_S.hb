made by real_sparse.py                                                  pattern_
             2             1             1             0             0
PSA                        8             8             9             0
(13I6)          (16I5)          (5E15.8)                                
     1     3     4     5     6     8     8    10    10
    5    6    7    3    5    5    7    7    8
