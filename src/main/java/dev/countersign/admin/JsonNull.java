package dev.countersign.admin;

/** The JSON value {@code null}, where Java's would be in the way. */
enum JsonNull {
    NULL
}
