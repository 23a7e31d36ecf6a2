//! Phases, deadlines, probes and twists of a mock interview; time is an argument.
