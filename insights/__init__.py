"""Figures from which no single person can be computed: releases and dashboards."""
