package dev.countersign.admin;

import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.text.ShownText;
import java.net.InetAddress;
import java.util.Optional;

/**
 * The authenticated administrator of a request, from the {@link AccessFilter}. Immutable.
 *
 * @param kind of authentication
 * @param name of the person, or the client's id
 * @param source the address of a client's request; empty: a person's, which no client's ranges limit
 */
record Caller(Kind kind, String name, Optional<InetAddress> source) {

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
        return new Caller(Kind.PERSON, ShownText.of(name, MAX_NAME_CHARS), Optional.empty());
    }

    static Caller client(ClientId id, InetAddress source) {
        return new Caller(Kind.CLIENT, id.value(), Optional.of(source));
    }

    boolean isPerson() {
        return kind == Kind.PERSON;
    }

    boolean isClient(ClientId id) {
        return kind == Kind.CLIENT && name.equals(id.value());
    }

    /** Whether the caller itself, with this profile, could not have sent this request. */
    boolean isShutOutBy(ClientProfile profile) {
        return source.filter(address -> !profile.access().allows(address)).isPresent();
    }

    /** As the audit trail names it. */
    String actor() {
        return (isPerson() ? "person:" : "client:") + name;
    }
}
