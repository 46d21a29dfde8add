package dev.countersign.jose;

/** The JSON value {@code null}. */
enum JsonNull {
    NULL
}
