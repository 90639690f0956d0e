"""The SFTP server."""
