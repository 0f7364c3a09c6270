# Documents in DOCX, the format of office programs.

not_docx = expected a DOCX file, found { $kind ->
    [protected] a protected document or an old `.doc`
    [open_document] an OpenDocument file
    [excel] a file of Excel
    [slides] a file of PowerPoint
    [rtf] an RTF file
    [pdf] a PDF file
    [empty] an empty file
   *[other] another file
}
save_as_docx = open it in an office program and save it as DOCX
save_document_as = save it as DOCX, or as Markdown, HTML or plain text in UTF-8; the ending of the file says which it is
unprotect = open it in an office program and save it as DOCX without a password
damaged = the DOCX file is damaged
part_damaged = the DOCX file is damaged: `{ $part }` in it is not well-formed XML
save_again = open it in an office program and save it as DOCX anew
no_text = the DOCX file has no text in it: `{ $part }` is missing or is no document
macros = the document holds macros
save_without_macros = save it as DOCX without macros
entities = `{ $part }` in the DOCX file declares entities, as no office program does
elsewhere = a part of the document lies in another file, which is joined to it when it is opened

## More than is read

file_too_large = the DOCX file is larger than { $most } MiB
part_too_large = `{ $part }` in the DOCX file is larger than any document
too_many_files = the DOCX file holds more than { $most } files
too_deep = elements of `{ $part }` in the DOCX file nest more than { $most } deep
too_many_styles = the document has more than { $most } styles
too_many_lists = the document has more than { $most } lists
too_many_notes = the document has more than { $most } footnotes or endnotes
too_many_paragraphs = the document has more than { $most } paragraphs and breaks, or is set in more pieces than any document
