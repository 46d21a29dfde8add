package dev.countersign.client;

import java.util.List;
import java.util.Map;

/**
 * The registered properties of a client: all but its id, its secrets and its certificates. Immutable.
 *
 * @param name for people; may be empty
 * @param description for people; may be empty
 * @param method the one method by which this client authenticates
 * @param audience the resources that its tokens may name (RFC 8707); may be empty
 * @param administrator whether the client may use the administration interface
 * @param tokens what it may do with access tokens
 * @param access what it may see, and from where it may come
 * @param properties the properties for the authenticator of {@code method}, by registered metadata name (RFC 7591,
 *     section 2)
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
        TokenRules tokens,
        AccessRules access,
        Map<String, String> properties) {

    /** In characters. */
    public static final int MAX_NAME_CHARS = 255;

    /** In characters. */
    public static final int MAX_DESCRIPTION_CHARS = 2000;

    public ClientProfile {
        audience = List.copyOf(audience);
        // One object for most clients, which caches need not count.
        tokens = tokens.equals(TokenRules.DEFAULT) ? TokenRules.DEFAULT : tokens;
        access = access.equals(AccessRules.DEFAULT) ? AccessRules.DEFAULT : access;
        properties = Map.copyOf(properties);
    }

    /** With the default rules for tokens and access. */
    public ClientProfile(
            String name,
            String description,
            AccessType accessType,
            boolean enabled,
            AuthMethod method,
            Scopes scopes,
            List<String> audience,
            boolean administrator,
            Map<String, String> properties) {
        this(
                name,
                description,
                accessType,
                enabled,
                method,
                scopes,
                audience,
                administrator,
                TokenRules.DEFAULT,
                AccessRules.DEFAULT,
                properties);
    }

    /** A confidential client without name and scope that authenticates with a secret. */
    public static ClientProfile confidential() {
        return confidential(AuthMethod.CLIENT_SECRET_BASIC, Map.of());
    }

    /** A confidential client without name and scope that authenticates by another method. */
    public static ClientProfile confidential(AuthMethod method, Map<String, String> properties) {
        return new ClientProfile(
                "", "", AccessType.CONFIDENTIAL, true, method, Scopes.NONE, List.of(), false, properties);
    }

    public ClientProfile withProperties(Map<String, String> changed) {
        return copy(enabled, tokens, access, changed);
    }

    public ClientProfile with(TokenRules changed) {
        return copy(enabled, changed, access, properties);
    }

    public ClientProfile with(AccessRules changed) {
        return copy(enabled, tokens, changed, properties);
    }

    public ClientProfile switchedOff() {
        return copy(false, tokens, access, properties);
    }

    private ClientProfile copy(
            boolean isEnabled, TokenRules tokenRules, AccessRules accessRules, Map<String, String> methodProperties) {
        return new ClientProfile(
                name,
                description,
                accessType,
                isEnabled,
                method,
                scopes,
                audience,
                administrator,
                tokenRules,
                accessRules,
                methodProperties);
    }

    /** Whether a client with this profile can read the administration interface. */
    public boolean canAudit() {
        return (administrator || access.auditor()) && mayAuthenticate();
    }

    /** Whether a client with this profile can administer; the last one that can must stay. */
    public boolean canAdminister() {
        return administrator && mayAuthenticate();
    }

    /** Whether a client with this profile may authenticate at all. */
    public boolean mayAuthenticate() {
        return enabled && accessType == AccessType.CONFIDENTIAL;
    }
}
