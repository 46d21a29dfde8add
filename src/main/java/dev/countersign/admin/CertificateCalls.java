package dev.countersign.admin;

import dev.countersign.auth.KeyImporter.ImportedKeys;
import dev.countersign.auth.KeyUpload;
import dev.countersign.auth.UnacceptableKeyException;
import dev.countersign.client.Client;
import dev.countersign.client.ClientCertificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** The calls about the public keys that are registered for a client: import, download, remove. Thread-safe. */
record CertificateCalls(AdminDesk desk) {

    Answer add(Call call) {
        KeyRegistration registration = KeyRegistration.begin(desk, call);
        ImportedKeys imported = imported(call);
        List<String> replaced = registration.otherSources();
        List<ClientCertificate> keys = imported.keys();
        Client client = registration.add(keys, call.change("certificate.import", detail(keys, replaced)));
        List<String> warnings = new ArrayList<>(warnings(imported, replaced));
        warnings.addAll(new KeyAdvice(desk.keys().descriptions()).about(keys, client));
        return answer(call, client, keys, warnings);
    }

    Answer read(Call call) {
        Client client = desk.registry().find(call.client()).orElseThrow(ProblemException::noSuchClient);
        call.precondition().check(client);
        ClientCertificate certificate = client.certificates().stream()
                .filter(registered -> registered.id().equals(call.variable("id")))
                .findFirst()
                .orElseThrow(CertificateCalls::noSuchKey);
        return CertificateDownload.answer(
                client.id(), certificate, call.query().get("format").orElse("pem"));
    }

    Answer remove(Call call) {
        String id = call.variable("id");
        Precondition condition = call.precondition();
        desk.registry()
                .update(
                        call.client(),
                        OptionalLong.empty(),
                        current -> {
                            condition.check(current);
                            return current.withCertificates(without(current, id));
                        },
                        call.change("certificate.remove", "certificate " + Members.shortened(id)));
        return Answer.noContent();
    }

    private ImportedKeys imported(Call call) {
        try (KeyUpload upload = UploadForm.read(call.request(), desk.keys().uploadMaxBytes())) {
            return desk.keys().imports().read(upload);
        } catch (UnacceptableKeyException e) {
            throw ProblemException.unacceptable(e);
        }
    }

    private static String detail(List<ClientCertificate> keys, List<String> replaced) {
        String added = keys.stream()
                .map(key -> "certificate " + key.id() + ", kid " + key.kid())
                .collect(Collectors.joining("; "));
        return replaced.isEmpty() ? added : "without " + String.join(", ", replaced) + "; " + added;
    }

    private static List<String> warnings(ImportedKeys imported, List<String> replaced) {
        List<String> warnings = new ArrayList<>(imported.warnings());
        if (!replaced.isEmpty()) {
            warnings.add("The client has one source of keys: its " + String.join(", ", replaced)
                    + " is gone, and the keys from there do not work any longer.");
        }
        return warnings;
    }

    private Answer answer(Call call, Client client, List<ClientCertificate> added, List<String> warnings) {
        ClientRepresentation representation = call.representation(desk);
        Map<String, Object> members = new LinkedHashMap<>();
        // As the store has them: its clock may tick more coarsely than ours.
        members.put(
                "certificates",
                client.certificates().stream()
                        .filter(kept -> added.stream().anyMatch(key -> key.id().equals(kept.id())))
                        .map(representation.certificates()::of)
                        .toList());
        members.put("warnings", warnings);
        members.put("client_version", client.version());
        Answer answer = Answer.json(201, members);
        return added.size() == 1 ? answer.with("Location", representation.path(client, added.get(0))) : answer;
    }

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
