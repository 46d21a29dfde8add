package dev.countersign.admin;

import dev.countersign.admin.StoreAbilities.Ability;
import dev.countersign.client.Client;
import dev.countersign.client.ClientCertificate;
import dev.countersign.manage.KeyImporter;
import dev.countersign.manage.KeyImporter.ImportedKeys;
import dev.countersign.manage.UnacceptableKeyException;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** The calls about the public keys that are registered for a client: import, download, remove. Thread-safe. */
public record CertificateCalls(KeyRegistrar registrar, KeyImporter importer, int uploadMaxBytes) implements Calls {

    @Override
    public List<Route> routes() {
        String certificates = "/clients/{client}/certificates";
        String certificate = certificates + "/{id}";
        return List.of(
                new Route("POST", certificates, "Import public keys", this::add).needing(Ability.CHANGE),
                new Route("GET", certificate, Set.of("format"), "Download a public key", this::read),
                new Route("DELETE", certificate, "Remove a public key", this::remove).needing(Ability.CHANGE));
    }

    private Answer add(Call call) {
        KeyRegistration registration = registrar.begin(call);
        Asked asked = asked(call);
        OlderCredentials older = asked.older().requireKeysKept(registrar.store());
        List<String> counting = registration.otherSources();
        List<ClientCertificate> keys = asked.imported().keys();
        Client client = registration.add(
                keys,
                older,
                call.change("certificate.import", detail(keys, registration.detail(keys, older), counting)));
        List<String> warnings = new ArrayList<>(warnings(asked.imported(), counting));
        warnings.addAll(new KeyAdvice(registrar.describer()).about(keys, client));
        return answer(call, client, keys, warnings);
    }

    private Answer read(Call call) {
        Client client = registrar.clients().expected(call);
        ClientCertificate certificate = client.certificates().stream()
                .filter(registered -> registered.id().equals(call.variable("id")))
                .findFirst()
                .orElseThrow(CertificateCalls::noSuchKey);
        return CertificateDownload.answer(
                client.id(), certificate, call.query().get("format").orElse("pem"));
    }

    private Answer remove(Call call) {
        String id = call.variable("id");
        Precondition condition = call.precondition();
        registrar
                .clients()
                .by(call.caller())
                .update(
                        call.client(),
                        OptionalLong.empty(),
                        current -> {
                            condition.check(current);
                            return current.withCertificates(without(current, id));
                        },
                        call.change(
                                "certificate.remove", named(registrar.clients().existing(call), id)));
        return Answer.noContent();
    }

    private record Asked(ImportedKeys imported, OlderCredentials older) {}

    private Asked asked(Call call) {
        try (UploadForm form = UploadForm.read(call.request(), call.bodies(), uploadMaxBytes)) {
            return new Asked(importer.read(form.upload()), form.older());
        } catch (UnacceptableKeyException e) {
            throw ProblemException.unacceptable(e);
        }
    }

    /** As it was before it is removed. */
    private static String named(Client client, String id) {
        return client.certificates().stream()
                .filter(key -> key.id().equals(id))
                .findFirst()
                .map(ChangeText::of)
                .orElseGet(() -> "certificate " + JsonMembers.shortened(id));
    }

    private static String detail(List<ClientCertificate> keys, String older, List<String> counting) {
        String added = ChangeText.of(keys) + older;
        return counting.isEmpty() ? added : added + "; not in use beside " + String.join(", ", counting);
    }

    private static List<String> warnings(ImportedKeys imported, List<String> counting) {
        List<String> warnings = new ArrayList<>(imported.warnings());
        if (!counting.isEmpty()) {
            String names = String.join(", ", counting);
            warnings.add("A client has one source of keys, and this one's is its " + names
                    + ": what was registered now is kept, but not in use. It counts when " + names
                    + " is removed from the client.");
        }
        return warnings;
    }

    private Answer answer(Call call, Client client, List<ClientCertificate> added, List<String> warnings) {
        // Read from the store: its timestamps may be coarser than ours.
        List<CertificateRepresentation> shown = client.certificates().stream()
                .filter(kept -> added.stream().anyMatch(key -> key.id().equals(kept.id())))
                .map(kept -> CertificateRepresentation.of(
                        kept, registrar.catalog().usesRegisteredKeys(client.profile()), registrar.describer()))
                .toList();
        Answer answer = Answer.json(201, new Imported(shown, warnings, client.version()));
        return added.size() == 1 ? answer.with("Location", path(call, client, added.get(0))) : answer;
    }

    /** The path of this key. */
    static String path(Call call, Client client, ClientCertificate certificate) {
        return call.path(client) + "/certificates/" + certificate.id();
    }

    /** The answer. */
    @JsonbPropertyOrder({"certificates", "warnings", "clientVersion"})
    public record Imported(List<CertificateRepresentation> certificates, List<String> warnings, long clientVersion) {}

    private static List<ClientCertificate> without(Client current, String id) {
        List<ClientCertificate> left = current.certificates().stream()
                .filter(certificate -> !certificate.id().equals(id))
                .toList();
        if (left.size() == current.certificates().size()) {
            throw noSuchKey();
        }
        return left;
    }

    private static ProblemException noSuchKey() {
        return new ProblemException(ProblemKind.NOT_FOUND, "The client has no such key.");
    }
}
