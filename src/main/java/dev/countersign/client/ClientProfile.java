package dev.countersign.client;

import java.util.List;
import java.util.Map;

/**
 * What an administrator says about a client: all that is registered but its id and its secrets. Immutable.
 *
 * @param name for people; may be empty
 * @param description for people; may be empty
 * @param method the one way in which this client proves itself
 * @param audience the resources that its tokens may name (RFC 8707); may be empty
 * @param administrator whether the client may use the administration interface
 * @param properties what the authenticator of {@code method} needs to know, by registered metadata name (RFC 7591, section 2)
 */
public record ClientProfile(
        String name,
        String description,
        AccessType accessType,
        boolean enabled,
        AuthMethod method,
        Scopes scopes,
        List<String> audience,
        boolean administrator,
        Map<String, String> properties) {

    /** In characters. */
    public static final int MAX_NAME_LENGTH = 255;

    /** In characters. */
    public static final int MAX_DESCRIPTION_LENGTH = 2000;

    public ClientProfile {
        audience = List.copyOf(audience);
        properties = Map.copyOf(properties);
    }

    /** A confidential client without any name or scope that proves itself by a secret. */
    public static ClientProfile confidential() {
        return confidential(AuthMethod.CLIENT_SECRET_BASIC, Map.of());
    }

    /** A confidential client without any name or scope that proves itself in another way. */
    public static ClientProfile confidential(AuthMethod method, Map<String, String> properties) {
        return new ClientProfile(
                "", "", AccessType.CONFIDENTIAL, true, method, Scopes.NONE, List.of(), false, properties);
    }

    public ClientProfile withProperties(Map<String, String> changed) {
        return new ClientProfile(
                name, description, accessType, enabled, method, scopes, audience, administrator, changed);
    }

    /** Whether such a client really can administer: the last one of these must stay. */
    public boolean canAdminister() {
        return administrator && mayAuthenticate();
    }

    /** Whether such a client may prove itself at all. */
    public boolean mayAuthenticate() {
        return enabled && accessType == AccessType.CONFIDENTIAL;
    }
}
