package dev.countersign.mtls;

/**
 * The rule that a path breaks.
 *
 * @param found which certificate breaks it and how, fit to be shown
 */
record Finding(PathStep step, String found) {}
