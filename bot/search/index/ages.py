"""Which issue is newer than which: the one place that tells. Knows dates and numbers; knows nothing of questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from bot.model import IssueHead
from bot.search.index.dates import estimated
from bot.search.index.postings import Ints


def recency(heads: Sequence[IssueHead]) -> Ints:
    """How new each issue is: 0 for the oldest, and higher the newer. `heads` are in archive order. Shape (issues,).

    Within a newsletter numbers tell, whatever the dates say; between newsletters, and where there is no number, dates
    do. What has neither counts as the oldest.
    """
    days = np.array(estimated(heads), np.int64)
    numbered = defaultdict(list)
    for index, head in enumerate(heads):
        if head.number is not None:
            numbered[head.newsletter].append(index)
    for indices in numbered.values():
        days[indices] = np.maximum.accumulate(days[indices])
    ranks = np.empty(len(heads), np.int64)
    ranks[np.argsort(days, kind="stable")] = np.arange(len(heads))
    return ranks
