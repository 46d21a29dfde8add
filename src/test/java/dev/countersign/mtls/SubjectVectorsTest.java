package dev.countersign.mtls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.http.Vectors;
import dev.countersign.http.Vectors.Vector;
import dev.countersign.keys.CertificateParser;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERT61String;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class SubjectVectorsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final KeyPair PAIR = pair();

    @TestFactory
    Stream<DynamicTest> mtls3_subjects() throws IOException {
        return Vectors.in("subject", vector -> {
            String kind = vector.text("kind");
            String registered = vector.text("registered");
            X509Certificate certificate = certificate(vector);
            SubjectKind subject = Stream.of(SubjectKind.values())
                    .filter(candidate -> candidate.metadataName().equals(kind))
                    .findFirst()
                    .orElseThrow();
            String expected = vector.text("expected");
            assertThat(subject.problem(registered).isPresent()).isEqualTo(expected.equals("refused"));
            Client client = new Client(
                    new ClientId("billing"),
                    ClientProfile.confidential(AuthMethod.TLS_CLIENT_AUTH, Map.of(kind, registered)),
                    List.of(),
                    1,
                    NOW,
                    NOW);
            Optional<RegisteredSubject> read = CertificateProperties.subject(client);
            assertThat(read.isPresent()).isEqualTo(!expected.equals("refused"));
            assertThat(read.filter(name -> name.isOf(certificate)).isPresent()).isEqualTo(expected.equals("same"));
        });
    }

    private static X509Certificate certificate(Vector vector) throws Exception {
        List<RDN> parts = new ArrayList<>();
        for (String part : vector.has("name") ? vector.lines("name") : List.<String>of()) {
            AttributeTypeAndValue[] pairs = Stream.of(part.split(" \\+ ", -1))
                    .map(SubjectVectorsTest::pair)
                    .toArray(AttributeTypeAndValue[]::new);
            parts.add(new RDN(pairs));
        }
        X500Name subject = new X500Name(parts.toArray(RDN[]::new));
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Name("CN=CA"),
                BigInteger.ONE,
                Date.from(NOW),
                Date.from(NOW.plusSeconds(3600)),
                subject,
                PAIR.getPublic());
        if (vector.has("san")) {
            GeneralName[] names = vector.lines("san").stream()
                    .map(SubjectVectorsTest::alternative)
                    .toArray(GeneralName[]::new);
            builder.addExtension(Extension.subjectAlternativeName, parts.isEmpty(), new GeneralNames(names));
        }
        return CertificateParser.parse(
                builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(PAIR.getPrivate()))
                        .getEncoded());
    }

    /** {@code 2.5.4.3=utf8:value} */
    private static AttributeTypeAndValue pair(String text) {
        String[] typeAndValue = text.split("=", 2);
        String[] stringTypeAndValue = typeAndValue[1].split(":", 2);
        String value = stringTypeAndValue[1];
        ASN1Encodable encoded = switch (stringTypeAndValue[0]) {
            case "utf8" -> new DERUTF8String(value);
            case "printable" -> new DERPrintableString(value);
            case "bmp" -> new DERBMPString(value);
            case "t61" -> new DERT61String(value);
            case "ia5" -> new DERIA5String(value);
            default -> throw new IllegalArgumentException(text);
        };
        return new AttributeTypeAndValue(new ASN1ObjectIdentifier(typeAndValue[0]), encoded);
    }

    private static GeneralName alternative(String text) {
        String[] kindAndValue = text.split(":", 2);
        String value = kindAndValue[1];
        return switch (kindAndValue[0]) {
            case "dns" -> new GeneralName(GeneralName.dNSName, new DERIA5String(value));
            case "uri" -> new GeneralName(GeneralName.uniformResourceIdentifier, new DERIA5String(value));
            case "email" -> new GeneralName(GeneralName.rfc822Name, new DERIA5String(value));
            case "ip" ->
                new GeneralName(GeneralName.iPAddress, new org.bouncycastle.asn1.DEROctetString(address(value)));
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static byte[] address(String literal) {
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (java.net.UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
