"""Offline to central: sealed stretches of logs meet by stick, by network or at a hub, and their union is exact."""
