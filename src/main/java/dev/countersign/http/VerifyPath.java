package dev.countersign.http;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the path below {@code /verify} asks for. The proxy sets it, and it counts as a whole: what a client appends
 * names no application. Immutable.
 *
 * @param plainOk whether a grant is 200, since Envoy takes any other 2xx for a denial
 * @param resource the name of the application that the request is for; empty: none is named
 */
record VerifyPath(boolean plainOk, Optional<String> resource) {

    private static final String PLAIN_OK = "/200";
    private static final String FOR = "/for/";

    /** @param pathInfo null: there is nothing below */
    static VerifyPath of(@Nullable String pathInfo) {
        String path = pathInfo == null ? "" : pathInfo;
        boolean plainOk = path.equals(PLAIN_OK) || path.startsWith(PLAIN_OK + FOR);
        String rest = plainOk ? path.substring(PLAIN_OK.length()) : path;
        return new VerifyPath(
                plainOk, rest.startsWith(FOR) ? Optional.of(rest.substring(FOR.length())) : Optional.empty());
    }
}
