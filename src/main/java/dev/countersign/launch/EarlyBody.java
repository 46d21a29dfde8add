package dev.countersign.launch;

import dev.countersign.auth.FormLimit;
import java.util.List;
import java.util.Set;

/** How much of a body is gathered before the request gets a thread, by what the application will read of it. */
enum EarlyBody {
    /** For requests whose body is not read: nothing is gathered. */
    NONE(0),

    /** For the login: a longer form is refused before it is read. */
    LOGIN(FormLimit.MAX_LOGIN_BYTES),

    /**
     * For all other paths of the application. A longer body is read by a waiting thread: an upload, once its sender is
     * authenticated.
     */
    FORM(FormLimit.MAX_BYTES);

    private static final String LOGIN_PAGES = Installation.CONTEXT_PATH + "/login/";
    private static final String FORM_LOGIN = Installation.CONTEXT_PATH + "/console/j_security_check";
    private static final String VERIFY = Installation.CONTEXT_PATH + "/verify";
    private static final String FORM_TYPE = "application/x-www-form-urlencoded";

    /** Methods whose body, unless it is a form, nothing in the application reads. */
    private static final Set<String> BODILESS = Set.of("GET", "HEAD", "OPTIONS", "DELETE");

    private static final List<String> PAGES =
            List.of(Installation.CONTEXT_PATH + "/console/", Installation.CONTEXT_PATH + "/health/");

    private final int maxBytes;

    EarlyBody(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    int maxBytes() {
        return maxBytes;
    }

    /**
     * For one request. A form is always gathered, since a credential may be in it.
     *
     * @param path in canonical form
     * @param contentTypes the values of {@code Content-Type}
     */
    static EarlyBody of(String method, String path, List<String> contentTypes) {
        if (path.startsWith(LOGIN_PAGES) || path.equals(FORM_LOGIN)) {
            return LOGIN;
        }
        boolean page = !path.startsWith(Installation.CONTEXT_PATH + "/")
                || PAGES.stream().anyMatch(path::startsWith);
        boolean bodiless = path.equals(VERIFY) || path.startsWith(VERIFY + "/") || BODILESS.contains(method);
        return page || (bodiless && contentTypes.stream().noneMatch(EarlyBody::isForm)) ? NONE : FORM;
    }

    /** As the application reads it. */
    private static boolean isForm(String contentType) {
        return contentType.strip().regionMatches(true, 0, FORM_TYPE, 0, FORM_TYPE.length());
    }
}
