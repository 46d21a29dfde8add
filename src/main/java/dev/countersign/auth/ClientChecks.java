package dev.countersign.auth;

import dev.countersign.client.AccessType;
import dev.countersign.client.Client;
import dev.countersign.client.ClientProfile;
import java.util.List;

/** What has to be right about a client itself, whatever it presents, as administrators are told. Stateless. */
public final class ClientChecks {

    private ClientChecks() {}

    public static List<Check> of(Client client) {
        ClientProfile profile = client.profile();
        return List.of(
                new Check(
                        "enabled",
                        profile.enabled(),
                        "enabled",
                        profile.enabled() ? "enabled" : "disabled",
                        "A disabled client is never let in."),
                new Check(
                        "confidential",
                        profile.accessType() == AccessType.CONFIDENTIAL,
                        AccessType.CONFIDENTIAL.wireName(),
                        profile.accessType().wireName(),
                        "Only confidential clients have credentials."));
    }
}
