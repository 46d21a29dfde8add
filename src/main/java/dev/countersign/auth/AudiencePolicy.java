package dev.countersign.auth;

/** Which audience a signed assertion must name to be meant for us (RFC 7523, section 3; draft-ietf-oauth-rfc7523bis). */
public enum AudiencePolicy {
    /** Our issuer identifier as the sole value, as a text or in an array of one. */
    ISSUER,
    /** Our issuer identifier as a text (FAPI 2.0 Security Profile, section 5.3.2.1). */
    FAPI2,
    /** Our issuer identifier or the URL of our token endpoint, still one value: for clients that know no better. */
    LEGACY
}
