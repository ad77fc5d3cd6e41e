package dev.nydusview.registry.http;

import java.io.ByteArrayInputStream;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * An error as storage states it in XML (Amazon S3 API reference, "Error responses"; OSS has the same form).
 *
 * @param members the text of each element in {@code Error}
 */
record StorageError(Map<String, String> members) {
    private static final int MAX_TEXT = 1000;

    StorageError {
        members = Map.copyOf(members);
    }

    /** Returns the error in a body; null if it is something else. */
    static @Nullable StorageError parse(byte[] body) {
        if (body.length == 0 || body[0] != '<') {
            return null;
        }
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(new ByteArrayInputStream(body));
            return xml.nextTag() == XMLStreamReader.START_ELEMENT
                            && xml.getLocalName().equals("Error")
                    ? new StorageError(members(xml))
                    : null;
        } catch (XMLStreamException e) {
            return null;
        }
    }

    private static Map<String, String> members(XMLStreamReader xml) throws XMLStreamException {
        Map<String, String> members = new HashMap<>();
        while (xml.nextTag() == XMLStreamReader.START_ELEMENT) {
            String name = xml.getLocalName();
            String text = xml.getElementText().strip();
            members.put(name, text.substring(0, Math.min(text.length(), MAX_TEXT)));
        }
        return members;
    }

    /** Returns the code, such as {@code NoSuchKey}; empty if there is none. */
    String code() {
        return members.getOrDefault("Code", "");
    }

    /** Returns code and message. */
    String text() {
        String message = members.getOrDefault("Message", "").replaceFirst("[.\\s]+$", "");
        return message.isEmpty() ? code() : code() + ": " + message;
    }
}
