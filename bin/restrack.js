#!/usr/bin/env node
require("../dist/restrack.cjs");
