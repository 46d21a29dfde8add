package dev.countersign.client;

import java.time.Instant;
import java.util.List;

/**
 * A registered client, as the store had it at one moment. Immutable.
 *
 * @param version increases with each change; an administrator names it to change the client. Begins at 1, or above all
 *     versions of an earlier client of that id
 */
public record Client(
        ClientId id,
        ClientProfile profile,
        List<ClientSecret> secrets,
        List<ClientCertificate> certificates,
        long version,
        Instant createdAt,
        Instant updatedAt) {

    /** How many secrets a client may have at once, ended ones included. */
    public static final int MAX_SECRETS = 20;

    /** How many public keys a client may have registered at once. */
    public static final int MAX_CERTIFICATES = 20;

    public Client {
        secrets = List.copyOf(secrets);
        certificates = List.copyOf(certificates);
    }

    /** A client without certificates. */
    public Client(
            ClientId id,
            ClientProfile profile,
            List<ClientSecret> secrets,
            long version,
            Instant createdAt,
            Instant updatedAt) {
        this(id, profile, secrets, List.of(), version, createdAt, updatedAt);
    }

    public Client with(ClientProfile changed) {
        return new Client(id, changed, secrets, certificates, version, createdAt, updatedAt);
    }

    public Client with(List<ClientSecret> changed) {
        return new Client(id, profile, changed, certificates, version, createdAt, updatedAt);
    }

    public Client withCertificates(List<ClientCertificate> changed) {
        return new Client(id, profile, secrets, changed, version, createdAt, updatedAt);
    }
}
