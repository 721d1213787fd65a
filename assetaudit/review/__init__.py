"""What do we do about it? Cases, decisions, two persons, change sets, sampling and suspicion; pure, like the findings.

Standing of a thing = f(frame, findings, events): a decision or approval that the rules do not allow stays in the log
and does not count, by whatever door it came in.
"""
