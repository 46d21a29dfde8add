package com.example.ldap;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.countersign.client.AccessType;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.Scopes;
import dev.countersign.client.SecretHash;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.Attributes;

/** One entry of the object class {@code countersignClient} (schema.ldif). For one thread. */
// Only the types of attributes are used of JNDI.
@SuppressWarnings("BanJNDI")
final class ClientEntry {

    /** Of one attribute. */
    private static final int MAX_VALUES = 100;

    /** Of all values together, in bytes; text counts as UTF-8. */
    private static final int MAX_BYTES = 256 * 1024;

    private static final String ID = "countersignClientId";
    private static final String NAME = "cn";
    private static final String DESCRIPTION = "description";
    private static final String ACCESS_TYPE = "countersignAccessType";
    private static final String ENABLED = "countersignEnabled";
    private static final String METHOD = "countersignMethod";
    private static final String SCOPE = "countersignScope";
    private static final String AUDIENCE = "countersignAudience";
    private static final String ADMINISTRATOR = "countersignAdministrator";
    private static final String PROPERTY = "countersignProperty";
    private static final String SECRET = "countersignSecret";
    private static final String CERTIFICATE = "userCertificate;binary";
    private static final String CREATED = "createTimestamp";
    private static final String MODIFIED = "modifyTimestamp";

    private static final List<String> ATTRIBUTES = List.of(
            ID,
            NAME,
            DESCRIPTION,
            ACCESS_TYPE,
            ENABLED,
            METHOD,
            SCOPE,
            AUDIENCE,
            ADMINISTRATOR,
            PROPERTY,
            SECRET,
            CERTIFICATE,
            CREATED,
            MODIFIED);

    /** What {@code hash-secret} prints, with an end if there is one. */
    private static final Pattern SECRET_JSON =
            Pattern.compile("\\s*\\{\\s*\"id\"\\s*:\\s*\"([A-Za-z0-9_-]{1,64})\"\\s*,"
                    + "\\s*\"hash\"\\s*:\\s*\"([^\"\\\\\\s]{1,500})\"\\s*"
                    + "(?:,\\s*\"expires_at\"\\s*:\\s*\"([0-9T:.Z-]{1,40})\"\\s*)?\\}\\s*");

    /** Generalized time (RFC 4517, section 3.3.13), as servers write it: in UTC, with or without a fraction. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss[.SSSSSS][.SSS][.S]X", Locale.ROOT);

    /** Of the part of a version that tells apart the changes of one second. */
    private static final int CONTENT_BITS = 20;

    private final String name;
    private final Attributes attributes;

    /** @throws NamingException when the entry is larger than a client can be */
    ClientEntry(String name, Attributes attributes) throws NamingException {
        this.name = name;
        this.attributes = attributes;
        int bytes = 0;
        for (String attribute : ATTRIBUTES) {
            for (Object value : values(attribute)) {
                bytes += value instanceof byte[] binary
                        ? binary.length
                        : value.toString().getBytes(UTF_8).length;
            }
        }
        if (bytes > MAX_BYTES) {
            throw unusable("it is larger than " + MAX_BYTES + " bytes", Optional.empty());
        }
    }

    /** What to ask for; all else that an entry has does not come. */
    static String[] attributes() {
        return ATTRIBUTES.toArray(String[]::new);
    }

    /** Whether it has exactly this id; the server compares without regard to inner spaces. */
    boolean isOf(ClientId id) throws NamingException {
        return texts(ID).contains(id.value());
    }

    /** @throws NamingException naming the entry and what is wrong with it */
    Client client(ClientId id) throws NamingException {
        try {
            List<ClientSecret> secrets = new ArrayList<>();
            for (String text : atMost(Client.MAX_SECRETS, SECRET, texts(SECRET))) {
                secrets.add(secret(text));
            }
            List<ClientCertificate> certificates = new ArrayList<>();
            for (Object der : atMost(Client.MAX_CERTIFICATES, CERTIFICATE, values(CERTIFICATE))) {
                certificates.add(certificate((byte[]) der));
            }
            atMost(1, ID, texts(ID));
            return new Client(id, profile(), secrets, certificates, version(), time(CREATED), time(MODIFIED));
        } catch (IllegalArgumentException | DateTimeException | GeneralSecurityException e) {
            throw unusable(e.getMessage(), Optional.of(e));
        }
    }

    private ClientProfile profile() throws NamingException {
        return new ClientProfile(
                one(NAME, text -> text).orElse(""),
                one(DESCRIPTION, text -> text).orElse(""),
                one(ACCESS_TYPE, ClientEntry::accessType).orElse(AccessType.CONFIDENTIAL),
                one(ENABLED, ClientEntry::truth).orElse(true),
                one(METHOD, AuthMethod::new).orElse(AuthMethod.CLIENT_SECRET_BASIC),
                new Scopes(new LinkedHashSet<>(texts(SCOPE))),
                texts(AUDIENCE),
                one(ADMINISTRATOR, ClientEntry::truth).orElse(false),
                properties());
    }

    private Map<String, String> properties() throws NamingException {
        Map<String, String> properties = new TreeMap<>();
        for (String text : texts(PROPERTY)) {
            int equals = text.indexOf('=');
            if (equals < 1 || properties.put(text.substring(0, equals), text.substring(equals + 1)) != null) {
                throw new IllegalArgumentException(PROPERTY + " is name=value, each name once");
            }
        }
        return properties;
    }

    private ClientSecret secret(String text) throws NamingException {
        Matcher json = SECRET_JSON.matcher(text);
        if (!json.matches()) {
            // The value is a hash, which is not shown.
            throw new IllegalArgumentException(SECRET + " is {\"id\":...,\"hash\":...,\"expires_at\":...}");
        }
        return new ClientSecret(
                json.group(1),
                "",
                new SecretHash(json.group(2)),
                time(CREATED),
                Optional.ofNullable(json.group(3)).map(Instant::parse),
                Optional.empty());
    }

    /** Its key id is the certificate's SHA-256, Base64url, which an assertion may also name as {@code x5t#S256}. */
    private ClientCertificate certificate(byte[] der) throws NamingException, GeneralSecurityException {
        X509Certificate certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        if (certificate == null) {
            throw new CertificateException(CERTIFICATE + " is empty");
        }
        String thumbprint = Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(der));
        return new ClientCertificate(
                thumbprint,
                thumbprint,
                "",
                ClientCertificate.Kind.CERTIFICATE,
                Base64.getEncoder().encodeToString(der),
                time(CREATED),
                Optional.of(certificate.getNotAfter().toInstant()),
                Optional.empty());
    }

    /** Grows with the time of the change, and differs also between two changes of one second. */
    private long version() throws NamingException, GeneralSecurityException {
        MessageDigest content = MessageDigest.getInstance("SHA-256");
        for (String attribute : ATTRIBUTES) {
            for (Object value : values(attribute)) {
                content.update(
                        value instanceof byte[] binary
                                ? binary
                                : value.toString().getBytes(UTF_8));
                content.update((byte) 0);
            }
            content.update((byte) 1);
        }
        int bits = ByteBuffer.wrap(content.digest()).getInt() >>> (Integer.SIZE - CONTENT_BITS);
        return (time(MODIFIED).getEpochSecond() << CONTENT_BITS) + bits;
    }

    private static byte[] sha256(byte[] bytes) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    private Instant time(String attribute) throws NamingException {
        return one(attribute, text -> OffsetDateTime.parse(text, TIME).toInstant())
                .orElseThrow(() -> new IllegalArgumentException(attribute + " may not be read"));
    }

    private static AccessType accessType(String text) {
        return AccessType.ofWireName(text)
                .orElseThrow(
                        () -> new IllegalArgumentException(ACCESS_TYPE + " is confidential, public or bearer_only"));
    }

    /** RFC 4517, section 3.3.3. */
    private static boolean truth(String text) {
        return switch (text) {
            case "TRUE" -> true;
            case "FALSE" -> false;
            default -> throw new IllegalArgumentException("TRUE or FALSE is needed");
        };
    }

    private <T> Optional<T> one(String attribute, Function<String, T> reading) throws NamingException {
        return atMost(1, attribute, texts(attribute)).stream().findFirst().map(reading);
    }

    private static <T> List<T> atMost(int count, String attribute, List<T> values) {
        if (values.size() > count) {
            throw new IllegalArgumentException(attribute + " has more than " + count + " values");
        }
        return values;
    }

    private List<String> texts(String attribute) throws NamingException {
        return values(attribute).stream().map(Object::toString).toList();
    }

    private List<Object> values(String attribute) throws NamingException {
        Attribute found = attributes.get(attribute);
        if (found == null) {
            return List.of();
        }
        if (found.size() > MAX_VALUES) {
            throw unusable(attribute + " has more than " + MAX_VALUES + " values", Optional.empty());
        }
        List<Object> values = new ArrayList<>();
        NamingEnumeration<?> all = found.getAll();
        while (all.hasMore()) {
            values.add(all.next());
        }
        return values;
    }

    private NamingException unusable(String why, Optional<Exception> cause) {
        NamingException unusable = new NamingException("the entry " + name + " cannot be used: " + why);
        cause.ifPresent(unusable::initCause);
        return unusable;
    }
}
