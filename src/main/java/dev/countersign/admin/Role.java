package dev.countersign.admin;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a caller may do in the administration. The first one that a person has counts. */
enum Role {
    /** Reads and changes. */
    ADMINISTRATOR(Role.ADMINISTRATORS),
    /** Reads all that an administrator sees, and changes nothing. */
    AUDITOR(Role.AUDITORS);

    /** The role of administrators in the container. */
    static final String ADMINISTRATORS = "countersign-admin";

    /** The role of auditors in the container. */
    static final String AUDITORS = "countersign-auditor";

    private final String container;

    Role(String container) {
        this.container = container;
    }

    /**
     * The role that the container gives to the user of a request; empty: neither.
     *
     * @param request the container's own: a wrapper of it could present a scope as a role
     */
    static Optional<Role> of(HttpServletRequest request) {
        return Stream.of(values())
                .filter(role -> request.isUserInRole(role.container))
                .findFirst();
    }

    /** As the interface names it. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
