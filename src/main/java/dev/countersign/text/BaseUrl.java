package dev.countersign.text;

import java.net.URI;

/** A URL as the prefix of others, with or without a slash at its end. Stateless. */
public final class BaseUrl {

    private BaseUrl() {}

    /** @param path with its leading slash */
    public static String with(URI base, String path) {
        String text = base.toString();
        return (text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + path;
    }
}
