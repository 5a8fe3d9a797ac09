//! Plivo's SMS and voice API as Lua functions for AI agents
