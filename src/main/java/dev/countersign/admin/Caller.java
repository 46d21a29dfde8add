package dev.countersign.admin;

import dev.countersign.client.ClientId;

/**
 * The administrator behind a request, as the {@link AccessFilter} found out. Immutable.
 *
 * @param kind by which of the two doors
 * @param name of the person, or the client's id
 */
record Caller(Kind kind, String name) {

    /** Where the filter leaves it for the servlet: a request attribute. */
    static final String ATTRIBUTE = Caller.class.getName();

    /** In characters: how much of a person's name the audit trail keeps. */
    private static final int MAX_NAME_LENGTH = 200;

    /** The two doors. */
    enum Kind {
        /** A container's session. */
        PERSON,
        /** A credential of a client that is an administrator. */
        CLIENT
    }

    static Caller person(String name) {
        String printable = name.codePoints()
                .limit(MAX_NAME_LENGTH)
                .map(c -> isPrintable(c) ? c : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return new Caller(Kind.PERSON, printable);
    }

    static Caller client(ClientId id) {
        return new Caller(Kind.CLIENT, id.value());
    }

    boolean isPerson() {
        return kind == Kind.PERSON;
    }

    /** As the audit trail names it. */
    String actor() {
        return (isPerson() ? "person:" : "client:") + name;
    }

    /** Half a surrogate pair could not be stored. */
    private static boolean isPrintable(int codePoint) {
        return !Character.isISOControl(codePoint) && Character.getType(codePoint) != Character.SURROGATE;
    }
}
