package dev.countersign.text;

/** The JSON value {@code null}, since Java's null stands for an absent member. */
public enum JsonNull {
    NULL
}
