package dev.countersign.admin;

import dev.countersign.auth.AllowedSources;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.text.ShownText;
import java.net.InetAddress;
import java.util.Optional;

/**
 * The authenticated administrator or auditor of a request, from the {@link AccessFilter}. Immutable.
 *
 * @param kind of authentication
 * @param name of the person, or the client's id
 * @param source the address of a client's request; empty: a person's, which no client's ranges limit
 */
record Caller(Kind kind, Role role, String name, Optional<InetAddress> source) {

    /** The request attribute by which the filter passes it to the servlet. */
    static final String ATTRIBUTE = Caller.class.getName();

    static final Problem AUDITORS_ONLY_READ =
            new Problem(ProblemKind.FORBIDDEN, "An auditor may read everything, and change nothing.", Optional.empty());

    /** A longer name of a person is cut in the audit trail. */
    private static final int MAX_NAME_CHARS = 200;

    /** The two ways to authenticate. */
    enum Kind {
        /** A session. */
        PERSON,
        /** A credential of a client that is an administrator or an auditor. */
        CLIENT
    }

    static Caller of(Person person) {
        return new Caller(Kind.PERSON, person.role(), ShownText.of(person.name(), MAX_NAME_CHARS), Optional.empty());
    }

    static Caller of(Client client, InetAddress source) {
        Role role = client.profile().canAdminister() ? Role.ADMINISTRATOR : Role.AUDITOR;
        return new Caller(Kind.CLIENT, role, client.id().value(), Optional.of(source));
    }

    boolean isAuditor() {
        return role == Role.AUDITOR;
    }

    /**
     * For what an auditor must not do.
     *
     * @throws ProblemException when the caller is one
     */
    void requireAdministrator() {
        if (isAuditor()) {
            throw new ProblemException(AUDITORS_ONLY_READ);
        }
    }

    boolean isPerson() {
        return kind == Kind.PERSON;
    }

    boolean isClient(ClientId id) {
        return kind == Kind.CLIENT && name.equals(id.value());
    }

    /** Whether the caller itself, with this profile, could not have sent this request. */
    boolean isShutOutBy(ClientProfile profile) {
        return source.filter(address -> !AllowedSources.include(profile.access(), address))
                .isPresent();
    }

    /** As the audit trail names it. */
    String actor() {
        return (isPerson() ? "person:" : "client:") + name;
    }
}
