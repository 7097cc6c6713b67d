/** @module Secure aggregation: the sum of a cohort's updates, and nothing of any one of them (secure-aggregation.md). */
