package dev.countersign.admin;

import dev.countersign.client.ClientId;
import dev.countersign.text.ShownText;

/**
 * The authenticated administrator of a request, from the {@link AccessFilter}. Immutable.
 *
 * @param kind of authentication
 * @param name of the person, or the client's id
 */
record Caller(Kind kind, String name) {

    /** The request attribute by which the filter passes it to the servlet. */
    static final String ATTRIBUTE = Caller.class.getName();

    /** A longer name of a person is cut in the audit trail. */
    private static final int MAX_NAME_CHARS = 200;

    /** The two ways to authenticate. */
    enum Kind {
        /** A session. */
        PERSON,
        /** A credential of a client that is an administrator. */
        CLIENT
    }

    static Caller person(String name) {
        return new Caller(Kind.PERSON, ShownText.of(name, MAX_NAME_CHARS));
    }

    static Caller client(ClientId id) {
        return new Caller(Kind.CLIENT, id.value());
    }

    boolean isPerson() {
        return kind == Kind.PERSON;
    }

    boolean isClient(ClientId id) {
        return kind == Kind.CLIENT && name.equals(id.value());
    }

    /** As the audit trail names it. */
    String actor() {
        return (isPerson() ? "person:" : "client:") + name;
    }
}
